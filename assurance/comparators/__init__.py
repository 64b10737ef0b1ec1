"""What a council's figures may be laid beside: England as published, and other councils."""
