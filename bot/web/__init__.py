"""What browsers reach: the citizen's chat, the officers' console, health and metrics."""
