"""Stories of the recruiter's console; a package inside the web's, so that they share its workers."""
