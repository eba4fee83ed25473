"""What lies in a box, under a mask or in the whole picture is changed where it is."""
