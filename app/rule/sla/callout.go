package sla

import (
	"time"

	"opsledger/app/record/duty"
)

// Names of a callout's clocks.
const (
	Arrival   = "arrive"
	Emergency = "emergency"
)

// Callout gives the two clocks of a callout, in natural time: to be on the spot (R105), and to respond (R106). Both run from the
// earlier of asked and found (A6).
func Callout(f duty.CalloutFacts, now time.Time) []Clock {
	return []Clock{
		sprint(Clock{Name: Emergency, Label: "应急响应", From: f.Start, Stopped: f.Responded}, duty.RespondWithin, "首次响应", now),
		sprint(Clock{Name: Arrival, Label: "到岗", From: f.Start, Stopped: f.Arrived}, duty.ArriveWithin, "到岗", now),
	}
}

// sprint judges a clock of natural time.
func sprint(c Clock, within time.Duration, done string, now time.Time) Clock {
	c.Due = c.From.Add(within)
	c.judge(now)
	c.say("接到请求或发现问题 %s，自然时间 %d 分钟，至 %s", stamp(c.From), int(within.Minutes()), stamp(c.Due))
	if !c.Stopped.IsZero() {
		c.say("%s %s", done, stamp(c.Stopped))
	}
	return c
}
