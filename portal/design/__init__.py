"""The style sheets and scripts of the hub, and how they are bundled."""
