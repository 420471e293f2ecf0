package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"opsledger/app/ledger"
)

// touchedBy is the condition that a record has an entry in one of these groups of commits. A record was touched last at or after its
// group: where few were, the index on that leads.
func (r *reader) touchedBy(ctx context.Context, groups []string, s *selection) (string, []any, error) {
	var hashes []ledger.Hash
	for _, g := range groups {
		hashes = append(hashes, r.s.graph.inGroup(g)...)
	}
	names, err := json.Marshal(groups)
	if err != nil {
		return "", nil, fmt.Errorf("naming groups: %w", err)
	}
	first, last, err := r.arrived(ctx, hashes)
	if err != nil || last == 0 {
		return "0", nil, err
	}
	if err := r.leadByLast(ctx, first, s); err != nil {
		return "", nil, err
	}
	return "last >= ? AND EXISTS (SELECT 1 FROM entries JOIN commits ON commits.id = commit_id WHERE record = " + s.table + ".id AND commit_id BETWEEN ? AND ? AND grp IN (SELECT value FROM json_each(?)))",
		[]any{first, first, last, string(names)}, nil
}

// leadByLast lets the index on when records were touched last lead, where few were since a commit.
func (r *reader) leadByLast(ctx context.Context, first int64, s *selection) error {
	if s.lead() {
		return nil
	}
	var n int
	if err := r.tx.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM "+s.from+" WHERE last >= ? LIMIT ?)", first, common+1).Scan(&n); err != nil {
		return fmt.Errorf("looking up: %w", err)
	}
	if n <= common {
		s.from += " INDEXED BY " + s.from + "_last"
	}
	return nil
}

// touchedIn is the condition that a record has an entry that came in one of these spans of reception, as an Arrival tells them. A commit
// that had waited came anew when what it waited for did.
func (r *reader) touchedIn(ctx context.Context, spans []string, s *selection) (string, []any, error) {
	var parts []string
	var args []any
	least := int64(math.MaxInt64)
	for _, span := range spans {
		var first, last int64
		if n, err := fmt.Sscanf(span, spanForm, &first, &last); n == 2 && err == nil {
			least = min(least, first)
			parts, args = append(parts, "EXISTS (SELECT 1 FROM entries WHERE record = "+s.table+".id AND commit_id BETWEEN ? AND ?)"), append(args, first, last)
		}
	}
	if len(parts) == 0 {
		return "0", nil, nil
	}
	if err := r.leadByLast(ctx, least, s); err != nil {
		return "", nil, err
	}
	return "last >= ? AND (" + strings.Join(parts, " OR ") + ")", append([]any{least}, args...), nil
}

// spanForm is how a span of reception is written.
const spanForm = "%d-%d"

// arrived is when the first and the last of some commits came, 0 where none is here.
func (r *reader) arrived(ctx context.Context, hashes []ledger.Hash) (first, last int64, err error) {
	raw, err := json.Marshal(hashes)
	if err != nil {
		return 0, 0, fmt.Errorf("naming commits: %w", err)
	}
	const query = "SELECT coalesce(min(id), 0), coalesce(max(id), 0) FROM commits WHERE hash IN (SELECT value FROM json_each(?))"
	if err := r.tx.QueryRowContext(ctx, query, string(raw)).Scan(&first, &last); err != nil {
		return 0, 0, fmt.Errorf("looking up commits: %w", err)
	}
	return first, last, nil
}
