"""What of the picture is seen, and how it gets into the browser."""
