"""Forms in the chat as pure machines: values and a message in, values and a reply out."""
