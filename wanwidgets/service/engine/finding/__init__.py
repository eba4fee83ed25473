"""What is in a picture is found and marked."""
