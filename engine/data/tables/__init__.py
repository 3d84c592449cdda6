"""Real measurements that travel with scikit-learn."""
