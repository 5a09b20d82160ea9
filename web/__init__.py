"""The pages people see: so far the candidate's."""
