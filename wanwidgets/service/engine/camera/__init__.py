"""The picture is seen through another lens, from another side, in another crop."""
