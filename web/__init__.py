"""The pages people see: the candidate's, and the console that recruiters work in; and the web process itself."""
