using System.Globalization;
using Microsoft.Extensions.Time.Testing;

namespace ELearning.Web.Tests;

/// <summary>
/// A browser in which time goes as fast as in the school (<see cref="WebSchool.Speed"/>): dates, clocks, timers and films. A page cannot tell, so that half
/// a minute between two reports, or ten minutes of film, are over in seconds.
/// </summary>
internal static class Pace
{
    private const string Script = """
        ({ speed, school, wall }) => {
          if (window.pace) return;
          const [WallDate, clock, timeout, interval] = [Date, performance.now.bind(performance), setTimeout, setInterval];
          const begun = clock();
          let leapt = 0;
          let start = school + (WallDate.now() - wall) * speed;
          const now = () => start + (clock() - begun) * speed;
          window.Date = class extends WallDate {
            constructor(...parts) { parts.length ? super(...parts) : super(now()); }
            static now() { return Math.floor(now()); }
          };
          performance.now = () => clock() * speed + leapt;
          window.setTimeout = (act, wait, ...more) => timeout(act, (wait ?? 0) / speed, ...more);
          window.setInterval = (act, wait, ...more) => interval(act, (wait ?? 0) / speed, ...more);
          for (const name of ['playbackRate', 'defaultPlaybackRate']) {
            const own = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, name);
            Object.defineProperty(HTMLMediaElement.prototype, name, {
              ...own,
              get() { return own.get.call(this) / speed; },
              set(rate) { own.set.call(this, rate * speed); },
            });
          }
          const leap = (milliseconds) => { start += milliseconds; leapt += milliseconds; };
          // How much further than the element itself a film is.
          const ahead = new WeakMap();
          const at = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'currentTime');
          Object.defineProperty(HTMLMediaElement.prototype, 'currentTime', {
            ...at,
            get() { return at.get.call(this) + (ahead.get(this) ?? 0); },
            set(to) { ahead.delete(this); at.set.call(this, to); },
          });
          const run = (film, seconds) => {
            ahead.set(film, (ahead.get(film) ?? 0) + seconds);
            leap(seconds * 1000);
            film.dispatchEvent(new Event('timeupdate'));
          };
          window.pace = { leap, run };
        }
        """;

    /// <summary>The script to be run before any of a page's own, for pages that begin from now on.</summary>
    public static string From(FakeTimeProvider school)
    {
        var (there, here) = (school.GetUtcNow().ToUnixTimeMilliseconds(), TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        return string.Create(CultureInfo.InvariantCulture, $"({Script})({{ speed: {WebSchool.Speed}, school: {there}, wall: {here} }})");
    }
}
