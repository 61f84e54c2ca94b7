"""One file a step, numbered; `v0001_first` begins from nothing."""
