// Package walk holds tests alone: what people do with the program, done in the real window by keyboard and mouse on a virtual screen: a station's
// first days, an engineer's week, a manager's quarter, the center's day. What was written is read by other programs afterwards. The words they are
// written in are cmd/internal/clerk's; the stores they begin with are the demo's; it imports app/... for what a week is, and boot to let two
// devices meet.
package walk
