"""How people and programs meet the station. Faces never import one another."""
