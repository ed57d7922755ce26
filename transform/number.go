package transform

import "carehouse/models"

// decimal reads a plain number, bare or in quotes, in ten-thousandths: at most 14 digits, then perhaps a point and
// digits of which all behind the fourth are zeros. The end is 0 for every other spelling, also for those that are
// no number at all.
func decimal(b []byte, i int) (units int64, end int) {
	quoted := at(b, i) == '"'
	if quoted {
		i++
	}
	negative := at(b, i) == '-'
	if negative {
		i++
	}
	n, i := digits(b, i, 14)
	if i == 0 {
		return 0, 0
	}
	n *= models.MoneyOne
	if at(b, i) == '.' {
		first := i + 1
		power := int64(models.MoneyOne)
		for i = first; i < len(b) && digit(b[i]); i++ {
			d := int64(b[i] - '0')
			if power /= 10; power == 0 && d != 0 {
				return 0, 0
			}
			n += d * power
		}
		if i == first {
			return 0, 0
		}
	}
	return finish(b, i, n, negative, quoted)
}

// integer reads a plain whole number of at most 18 digits, bare or in quotes. The end is 0 for every other spelling.
func integer(b []byte, i int) (n int64, end int) {
	quoted := at(b, i) == '"'
	if quoted {
		i++
	}
	negative := at(b, i) == '-'
	if negative {
		i++
	}
	if n, i = digits(b, i, 18); i == 0 {
		return 0, 0
	}
	return finish(b, i, n, negative, quoted)
}

// digits reads one to limit digits without a leading zero.
func digits(b []byte, i, limit int) (n int64, end int) {
	first := i
	for i < len(b) && digit(b[i]) {
		if i-first == limit {
			return 0, 0
		}
		n = n*10 + int64(b[i]-'0')
		i++
	}
	if i == first || b[first] == '0' && i-first > 1 {
		return 0, 0
	}
	return n, i
}

// finish accepts a number when nothing of it is left to read.
func finish(b []byte, i int, n int64, negative, quoted bool) (int64, int) {
	c := at(b, i)
	switch {
	case quoted && c == '"':
		i++
	case quoted, c == '.', c|0x20 == 'e', digit(c):
		return 0, 0
	}
	if negative {
		n = -n
	}
	return n, i
}
