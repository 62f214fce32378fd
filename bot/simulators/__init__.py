"""Stand-ins for WhatsApp and Telegram on this machine: the whole path can be tried without an account.

They share no code with `bot/channels`, so that a misreading there does not repeat itself here and go unseen.
"""
