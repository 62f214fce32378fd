"""The rules of `faq check`, one function a rule; bot.knowledge.check lists them."""
