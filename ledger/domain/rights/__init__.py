"""Rights under the cap: tranches, and every act by which they come, move and end."""
