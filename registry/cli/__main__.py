"""`python -m registry.cli`: the same command, by which `registry serve` starts the writer's process."""

import sys

from registry.cli import main

sys.exit(main())
