package models

import (
	"testing"
	"time"
)

func TestAmericanDates(t *testing.T) {
	t.Parallel()

	day := USDate{NewDate(2026, 6, 2)}
	for in, want := range map[string]USDate{
		`null`: {}, `"6/2/2026"`: day, `"06/02/2026"`: day, `"2026-06-02"`: day, `"6/2/2026 12:00:00 AM"`: day,
		`"2026-06-02T00:00:00"`: day, `"6/2/2026 12:00:01 AM"`: {Date{reason: NotADate}}, `"2/30/2026"`: {Date{reason: NotADate}},
		`"13/2/2026"`: {Date{reason: NotADate}}, `"6/2/26"`: {Date{reason: NotADate}}, `"6/2/2026 "`: {Date{reason: NotADate}},
		`"2026-06-02T00:00:00Z"`: {Date{reason: NotADate}}, `6`: {Date{reason: NotADate}}, `""`: {Date{reason: NotADate}},
	} {
		var got USDate
		if err := got.UnmarshalJSON([]byte(in)); err != nil || got != want {
			t.Errorf("%s: got %+v, want %+v", in, got, want)
		}
	}
}

func TestAmericanTimes(t *testing.T) {
	t.Parallel()

	at := func(h, m, s int) USTime {
		return USTime{NewLocalTime(time.Date(2021, 10, 5, h, m, s, 0, time.UTC))}
	}
	for in, want := range map[string]USTime{
		`null`: {}, `"10/5/2021 8:20:22 AM"`: at(8, 20, 22), `"10/05/2021 08:20:22 PM"`: at(20, 20, 22),
		`"10/5/2021 12:00:00 AM"`: at(0, 0, 0), `"10/5/2021 12:30:00 PM"`: at(12, 30, 0), `"2021-10-05T08:20:22"`: at(8, 20, 22),
		`"10/5/2021"`: {LocalTime{reason: NotATime}}, `"10/5/2021 13:00:00 PM"`: {LocalTime{reason: NotATime}},
		`"10/5/2021 8:20:22"`: {LocalTime{reason: NotATime}}, `"10/5/2021 8:20:22.5 AM"`: {LocalTime{reason: NotATime}},
		`"10/5/2021 8:20:22 am"`: {LocalTime{reason: NotATime}}, `"2021-10-05T08:20:22Z"`: {LocalTime{reason: HasZone}},
	} {
		var got USTime
		if err := got.UnmarshalJSON([]byte(in)); err != nil || got != want {
			t.Errorf("%s: got %+v, want %+v", in, got, want)
		}
	}
}

func TestAmericanStampsAreKeptAsWhatTheyAre(t *testing.T) {
	t.Parallel()

	at := time.Date(2021, 10, 5, 20, 20, 22, 0, time.UTC)
	for in, want := range map[string]USStamp{
		`null`: {}, `"10/5/2021"`: {day: DateOf(at)}, `"2021-10-05"`: {day: DateOf(at)},
		`"10/5/2021 8:20:22 PM"`:  {day: DateOf(at), local: NewLocalTime(at)},
		`"2021-10-05T20:20:22"`:   {day: DateOf(at), local: NewLocalTime(at)},
		`"10/5/2021 12:00:00 AM"`: {day: DateOf(at), local: NewLocalTime(at.Truncate(24 * time.Hour))},
		`"2021-10-05T20:20:22Z"`:  {reason: HasZone}, `"10/32/2021"`: {reason: NotATime}, `""`: {reason: NotATime}, `7`: {reason: NotATime},
	} {
		var got USStamp
		if err := got.UnmarshalJSON([]byte(in)); err != nil || got != want {
			t.Errorf("%s: got %+v, want %+v", in, got, want)
		}
	}
}

func TestAWordIsAFlag(t *testing.T) {
	t.Parallel()

	for in, want := range map[string]Word{
		`null`: {}, `"True"`: {NewFlag(true)}, `"FALSE"`: {NewFlag(false)}, `"true"`: {NewFlag(true)},
		`"T"`: {Flag{reason: NotABoolean}}, `"1"`: {Flag{reason: NotABoolean}}, `true`: {Flag{reason: NotABoolean}},
		`""`: {Flag{reason: NotABoolean}}, `"ﬁlse"`: {Flag{reason: NotABoolean}},
	} {
		var got Word
		if err := got.UnmarshalJSON([]byte(in)); err != nil || got != want {
			t.Errorf("%s: got %+v, want %+v", in, got, want)
		}
	}
}

func TestADatePartIsTheDayAsItIsWritten(t *testing.T) {
	t.Parallel()

	day := DatePart{NewDate(2017, 12, 14)}
	for in, want := range map[string]DatePart{
		`null`: {}, `"2017-12-14T15:08:59.934Z"`: day, `"2017-12-14"`: day, `"2017-12-14T23:30:00-08:00"`: day,
		`"2017-12-14T00:30:00+09:00"`: day, `"12/14/2017"`: {Date{reason: NotADate}}, `20171214`: {Date{reason: NotADate}},
		`""`: {Date{reason: NotADate}}, `"2017-02-30T00:00:00Z"`: {Date{reason: NotADate}},
	} {
		var got DatePart
		if err := got.UnmarshalJSON([]byte(in)); err != nil || got != want {
			t.Errorf("%s: got %+v, want %+v", in, got, want)
		}
	}
}

func TestYesAndNoInEitherSpelling(t *testing.T) {
	t.Parallel()

	yes, no, odd := YesNo{NewFlag(true)}, YesNo{NewFlag(false)}, YesNo{Flag{reason: NotABoolean}}
	for in, want := range map[string]YesNo{
		`null`: {}, `true`: yes, `"True"`: yes, `"Y"`: yes, `"yes"`: yes, `false`: no, `"FALSE"`: no, `"n"`: no, `"No"`: no,
		`1`: odd, `"1"`: odd, `""`: odd, `"locked"`: odd, `[true]`: odd,
	} {
		var got YesNo
		if err := got.UnmarshalJSON([]byte(in)); err != nil || got != want {
			t.Errorf("%s: got %+v, want %+v", in, got, want)
		}
	}
}
