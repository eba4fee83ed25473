"""A local Model Studio: the provider's HTTP protocol on loopback, with classical image processing behind it."""
