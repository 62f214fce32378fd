"""WhatsApp Cloud API: one phone number of ours."""
