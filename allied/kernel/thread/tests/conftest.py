from hypothesis import settings

# No deadline: a law is about figures, and the machines that check it differ in speed.
settings.register_profile("allied", deadline=None, max_examples=60)
settings.load_profile("allied")
