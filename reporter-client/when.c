#include "when.h"

#include <stdio.h>

#include "base/day.h"
#include "base/lang.h"

#define DAY_S INT64_C(86400)
#define LOCAL_S (7 * INT64_C(3600))
#define MINUTE_S 60
#define HOUR_S 3600

/* Seconds of the local day. */
static int
local_seconds(int64_t unix_ms)
{
	return (int)(((unix_ms / 1000 + LOCAL_S) % DAY_S + DAY_S) % DAY_S);
}

const char *
when_clock(int64_t unix_ms, char buf[WHEN_TEXT_MAX])
{
	const int s = local_seconds(unix_ms);

	buf[0] = '\0';
	if (unix_ms != 0)
		(void)snprintf(buf, WHEN_TEXT_MAX, "%02d:%02d:%02d", s / HOUR_S,
		    s / MINUTE_S % MINUTE_S, s % MINUTE_S);
	return buf;
}

const char *
when_iso(int64_t unix_ms, char buf[WHEN_TEXT_MAX])
{
	char day[DAY_TEXT_MAX], clock[WHEN_TEXT_MAX];

	buf[0] = '\0';
	if (unix_ms != 0)
		(void)snprintf(buf, WHEN_TEXT_MAX, "%.10sT%.8s+07:00",
		    day_iso(day_from_unix_ms(unix_ms), day), when_clock(unix_ms, clock));
	return buf;
}

const char *
when_people(int64_t unix_ms, char buf[WHEN_TEXT_MAX])
{
	char day[DAY_TEXT_MAX], clock[WHEN_TEXT_MAX];

	buf[0] = '\0';
	if (unix_ms != 0)
		(void)snprintf(buf, WHEN_TEXT_MAX, "%.10s %.5s",
		    day_people(day_from_unix_ms(unix_ms), day), when_clock(unix_ms, clock));
	return buf;
}

const char *
when_ago(int64_t unix_ms, int64_t now_ms, char buf[WHEN_TEXT_MAX])
{
	const int64_t s = now_ms > unix_ms ? (now_ms - unix_ms) / 1000 : 0;

	buf[0] = '\0';
	if (unix_ms == 0)
		return buf;
	if (s < 1)
		(void)snprintf(buf, WHEN_TEXT_MAX, "%s", TR("vừa xong", "just now"));
	else if (s < MINUTE_S)
		(void)snprintf(
		    buf, WHEN_TEXT_MAX, TR("%lld giây trước", "%lld s ago"), (long long)s);
	else if (s < HOUR_S)
		(void)snprintf(buf, WHEN_TEXT_MAX, TR("%lld phút trước", "%lld min ago"),
		    (long long)(s / MINUTE_S));
	else if (s < DAY_S)
		(void)snprintf(buf, WHEN_TEXT_MAX, TR("%lld giờ trước", "%lld h ago"),
		    (long long)(s / HOUR_S));
	else
		return when_people(unix_ms, buf);
	return buf;
}
