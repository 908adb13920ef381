"""The main job, shown to a newcomer: a real Home Assistant and a gateway."""
