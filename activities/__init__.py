"""Activities: everything an interview's workflow does to the world."""
