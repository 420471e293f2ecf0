// Package ledger owns what everything else is read off: signed commits of entries, hash-chained feeds, their
// order, the description of record kinds, and the fold that turns a record's entries into its state.
//
// Same entries, same state, on every machine and in every order of arrival. An acknowledged step is never
// without effect: it holds, or it stands in an open conflict that people can see. The wall clock never orders.
//
// It is pure: bytes and values in, values out. It may import nothing of this program, and no os, net or SQL.
package ledger
