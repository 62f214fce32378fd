"""Telegram: private chats with our bot, by webhook or by polling."""
