"""Makes the replicas from descriptions of sites.

Nothing here is needed to run the simulator: it reads the files that this
package writes.
"""
