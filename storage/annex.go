package storage

import (
	"context"
	"fmt"
	"slices"

	"opsledger/app"
	"opsledger/app/ledger"
)

// annex writes what a record carries beside its fields: attachments and links.
func (w *writer) annex(rec *ledger.Record, known bool) error {
	if known {
		for _, q := range []string{"DELETE FROM attachments WHERE record = ?", "DELETE FROM links WHERE record = ?"} {
			if _, err := w.run(q, rec.ID); err != nil {
				return err
			}
		}
	}
	for _, at := range rec.Attached {
		if at.Erased {
			continue
		}
		if _, err := w.run("INSERT INTO attachments (record, ref, hash) VALUES (?, ?, ?)", rec.ID, at.Ref, at.Blob); err != nil {
			return err
		}
	}
	for _, l := range rec.Links {
		if _, err := w.run("INSERT INTO links (record, ref, kind, relation, target) VALUES (?, ?, ?, ?, ?)", rec.ID, l.Ref, rec.Kind, l.Relation, l.To); err != nil {
			return err
		}
	}
	return nil
}

// LinksTo implements app.Reader.
func (r *reader) LinksTo(ctx context.Context, id ledger.RecordID) ([]app.Incoming, error) {
	rows, err := r.tx.QueryContext(ctx, "SELECT record, kind, relation FROM links WHERE target = ? ORDER BY ref", id)
	if err != nil {
		return nil, fmt.Errorf("reading links: %w", err)
	}
	defer rows.Close()
	var out []app.Incoming
	for rows.Next() {
		var in app.Incoming
		if err := rows.Scan(&in.From, &in.Kind, &in.Relation); err != nil {
			return nil, fmt.Errorf("reading links: %w", err)
		}
		out = append(out, in)
	}
	return out, rows.Err()
}

// LinksOf implements app.Reader.
func (r *reader) LinksOf(ctx context.Context, kind, relation string) (out [][2]ledger.RecordID, err error) {
	rows, err := r.tx.QueryContext(ctx, "SELECT record, target FROM links WHERE kind = ? AND relation = ? ORDER BY record, ref", kind, relation)
	if err != nil {
		return nil, fmt.Errorf("reading links: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var pair [2]ledger.RecordID
		if err := rows.Scan(&pair[0], &pair[1]); err != nil {
			return nil, fmt.Errorf("reading links: %w", err)
		}
		out = append(out, pair)
	}
	return out, rows.Err()
}

// annexes compares a record's attachments and links with what is kept of them.
func (v *verification) annexes(k *ledger.Kind, rec *ledger.Record) error {
	var want []string
	for _, at := range rec.Attached {
		if !at.Erased {
			want = append(want, string(at.Ref)+" "+string(at.Blob))
		}
	}
	for _, l := range rec.Links {
		want = append(want, string(l.Ref)+" "+l.Relation+" "+string(l.To))
	}
	have, err := v.column(`SELECT ref || ' ' || hash FROM attachments WHERE record = ?1 UNION ALL
		SELECT ref || ' ' || relation || ' ' || target FROM links WHERE record = ?1`, rec.ID)
	if err == nil && !sameLines(want, have) {
		v.fault("%s %s 的附件或关联与设备日志不符", k.Label, rec.Number)
	}
	return err
}

func sameLines(a, b []string) bool {
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}
