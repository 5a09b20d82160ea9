"""Pure rules: no I/O, no clock of their own, nothing imported from the rest of the project."""
