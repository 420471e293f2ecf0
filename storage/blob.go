package storage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"opsledger/app"
	"opsledger/app/ledger"
)

// chunkSize keeps one row of an attachment small beside the cache.
const chunkSize = 256 << 10

// PutBlob implements app.Writer.
func (w *writer) PutBlob(ctx context.Context, data []byte) (ledger.Hash, error) {
	sum := sha256.Sum256(data)
	hash := ledger.Hash(hex.EncodeToString(sum[:]))
	var have int
	if err := w.tx.QueryRowContext(ctx, "SELECT count(*) FROM blobs WHERE hash = ?", hash).Scan(&have); err != nil || have > 0 {
		return hash, err
	}
	return hash, w.TakeBlob(ctx, hash, bytes.NewReader(data))
}

// TakeBlob implements app.Writer. Its size is known when it ends.
func (w *writer) TakeBlob(ctx context.Context, hash ledger.Hash, from io.Reader) error {
	if err := w.exec("INSERT INTO blobs (hash, size) VALUES (?, 0)", hash); err != nil {
		return err
	}
	sum, size, chunk := sha256.New(), 0, make([]byte, chunkSize)
	for i := 0; ; i++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := io.ReadFull(from, chunk)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return err
		}
		if n == 0 {
			break
		}
		sum.Write(chunk[:n])
		size += n
		if _, err := w.run("INSERT INTO chunks (hash, idx, bytes) VALUES (?, ?, ?)", hash, i, chunk[:n]); err != nil {
			return err
		}
	}
	if hex.EncodeToString(sum.Sum(nil)) != string(hash) {
		return fmt.Errorf("attachment %s: %w", hash.Short(), app.ErrBlobDamaged)
	}
	return w.exec("UPDATE blobs SET size = ? WHERE hash = ?", size, hash)
}

// Blob implements app.Reader.
func (r *reader) Blob(ctx context.Context, hash ledger.Hash, to io.Writer) error {
	var size int64
	err := r.tx.QueryRowContext(ctx, "SELECT size FROM blobs WHERE hash = ?", hash).Scan(&size)
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("attachment %s: %w", hash.Short(), app.ErrNotFound)
	}
	if err != nil {
		return fmt.Errorf("reading attachment: %w", err)
	}
	sum := sha256.New()
	n, err := r.copyChunks(ctx, hash, io.MultiWriter(to, sum))
	if err != nil {
		return fmt.Errorf("reading attachment %s: %w", hash.Short(), err)
	}
	if n != size || hex.EncodeToString(sum.Sum(nil)) != string(hash) {
		return fmt.Errorf("attachment %s: %w", hash.Short(), app.ErrBlobDamaged)
	}
	return nil
}

func (r *reader) copyChunks(ctx context.Context, hash ledger.Hash, to io.Writer) (n int64, err error) {
	rows, err := r.tx.QueryContext(ctx, "SELECT bytes FROM chunks WHERE hash = ? ORDER BY idx", hash)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var part sql.RawBytes
		if err := rows.Scan(&part); err != nil {
			return n, err
		}
		m, err := to.Write(part)
		if n += int64(m); err != nil {
			return n, err
		}
	}
	return n, rows.Err()
}

// dropBlobs removes the files of erased attachments that no other record carries.
func (w *writer) dropBlobs(rec *ledger.Record) error {
	for _, s := range rec.Steps {
		if !s.Erased || s.Entry.Action != ledger.Attach {
			continue
		}
		for _, table := range []string{"chunks", "blobs"} {
			if err := w.exec("DELETE FROM "+table+" WHERE hash = ?1 AND NOT EXISTS (SELECT 1 FROM attachments WHERE hash = ?1)", s.Text("blob")); err != nil {
				return err
			}
		}
	}
	return nil
}

// blobs recomputes every attachment's hash, and finds those that records name and that are not here.
func (v *verification) blobs() error {
	v.part = app.InFiles
	hashes, err := v.column("SELECT hash FROM blobs")
	if err != nil {
		return err
	}
	for _, h := range hashes {
		if err := v.Blob(v.ctx, ledger.Hash(h), io.Discard); errors.Is(err, app.ErrBlobDamaged) {
			v.fault("附件 %s 的内容与其散列不符", ledger.Hash(h).Short())
		} else if err != nil {
			return err
		}
	}
	missing, err := v.column("SELECT DISTINCT hash FROM attachments WHERE hash NOT IN (SELECT hash FROM blobs)")
	for _, h := range missing {
		v.fault("附件 %s 的内容不在库中", ledger.Hash(h).Short())
	}
	return err
}

func (r *reader) column(query string, args ...any) (out []string, err error) {
	rows, err := r.tx.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}
