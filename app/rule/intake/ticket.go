package intake

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"opsledger/app/ledger"
)

// Draft is a row that can become a ticket. Dictionary fields hold keys; State is that of the ledger.
type Draft struct {
	Row                                                   int
	Number, Title, Description, System, Insurance, Region string
	Category, MainType, Channel, Unit, Requester, Phone   string
	Assignee, Result, Cause, ReworkReason, Delay          string
	Excuse                                                string // reason code of the claim that Delay stands for; "" where it claims nothing
	Raised, Arrived, Responded, Resolved, Confirmed       time.Time
	State                                                 ledger.State
	Rework                                                bool

	Own string `json:",omitempty"` // the ledger's own number, where the row tells it

	Sum [8]byte `json:"-"` // tells whether two rows of a number say the same
}

// digest names a ticket's number in little room.
type digest [16]byte

// seen is an earlier row of a number.
type seen struct {
	row int32
	sum [8]byte
}

// Tickets reads a ticket export row by row and gives each draft to take, whose error ends the reading. It returns a
// *HeaderError, ErrTooMany, or the error of rows or take; Result then says how far it came.
func Tickets(rows Rows, o Options, take func(Draft) error) (Result, error) {
	r := newReading(ticketForm, o)
	err := r.read(rows, func(c *cells) error {
		d, ok, err := r.ticket(c)
		if err != nil || !ok {
			return err
		}
		r.Taken++
		return take(d)
	})
	return r.Result, err
}

// ticket reads a row; not ok where it is faulty or repeats an earlier one.
func (r *reading) ticket(c *cells) (d Draft, ok bool, err error) {
	d = c.draft()
	if len(c.faults) == 0 {
		c.consistent(d)
	}
	if len(c.faults) == 0 {
		if err := d.sum(); err != nil {
			return d, false, err
		}
		if r.repeats(d, c) {
			return d, false, nil
		}
	}
	return d, c.done(), nil
}

// Named is the number a row names its ticket by: the outside one, else the ledger's own.
func (d *Draft) Named() string { return cmp.Or(d.Number, d.Own) }

// sum is of all the row says, but not of where it stands.
func (d *Draft) sum() error {
	plain := *d
	plain.Row = 0
	raw, err := json.Marshal(plain)
	if err != nil {
		return fmt.Errorf("reading row: %w", err)
	}
	sum := sha256.Sum256(raw)
	copy(d.Sum[:], sum[:])
	return nil
}

// repeats looks for an earlier row of the same number: the same content is counted once, another is a fault.
func (r *reading) repeats(d Draft, c *cells) bool {
	full := sha256.Sum256([]byte(d.Named()))
	id := digest(full[:16])
	first, twice := r.first[id]
	switch {
	case !twice:
		r.first[id] = seen{int32(d.Row), d.Sum}
	case first.sum == d.Sum:
		r.Repeated++
		return true
	default:
		f := fault(c.row, c.layout.heads["outside_number"], d.Named(), "工单号%s与第%d行重复而内容不同。请保留正确的一行", d.Named(), first.row)
		c.faults = append(c.faults, f)
	}
	return false
}

func (c *cells) draft() Draft {
	d := Draft{Row: c.row,
		Number: c.number("outside_number"), Title: c.text("title"), Description: c.text("description"),
		System: c.choice("system", "system"), Insurance: c.choice("insurance", "insurance"), Region: c.choice("region", "region"),
		Category: c.choice("category", "category"), MainType: c.choice("main_type", "main_type"), Channel: c.choice("channel", "channel"),
		Unit: c.text("requester_unit"), Requester: c.text("requester"), Phone: c.number("requester_phone"),
		Raised: c.time("raised"), Arrived: c.time("arrived"), Responded: c.time("responded"), Resolved: c.time("resolved"),
		Confirmed: c.time("confirmed"), Assignee: c.text("assignee"), Result: c.text("result"), Cause: c.choice("cause", "cause"),
		Rework: c.yes("rework"), ReworkReason: c.text("rework_reason"), Delay: c.text("delay"), Own: c.number(OwnNumber)}
	c.required()
	d.State = c.state(d)
	d.Excuse = c.excuse()
	return d
}
