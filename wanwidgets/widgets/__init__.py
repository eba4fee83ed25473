"""What is on screen. It knows the session; never the client, the protocol or the service."""
