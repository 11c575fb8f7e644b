"""What stands beside the staff's reply box: how the customer feels, what could be said, what is wrong with a draft."""
