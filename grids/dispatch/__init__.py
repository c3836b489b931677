"""Whistle and report (街镇吹哨、部门报到): who is responsible here for this, and until when."""
