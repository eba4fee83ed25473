"""The provider's HTTP documents, read and written without a socket."""
