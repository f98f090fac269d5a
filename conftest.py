"""What holds for every test: a property test is judged by its answer, not by how busy the machine is."""

import hypothesis

hypothesis.settings.register_profile("allied", deadline=None)
hypothesis.settings.load_profile("allied")
