// Package meeting lets stations and a center work apart and meet by files, each a real store behind the real use cases, while files
// are lost, doubled, reordered, cut, passed on by others, clocks step, disks are put back and copied, and programs are killed; then
// it looks whether all of them hold the same. It holds tests only. `make simulate` runs more schedules than the tests do.
package meeting
