"""What members write, made safe to keep: text, markup, pictures."""
