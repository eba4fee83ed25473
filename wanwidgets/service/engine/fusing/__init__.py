"""Pictures meet: colours, surfaces, one beside the other."""
