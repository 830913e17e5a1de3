using System.Globalization;

namespace ELearning.GraphQL;

/// <summary>
/// What one caller may still spend: a bucket that holds a minute's worth and fills up again evenly. Filled only when it is looked at, by the clock that
/// everything follows, which the rate limiters of ASP.NET do not.
/// </summary>
public sealed class CallerBudget(int budget, int smallOperation, TimeProvider time)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>The part of a budget that only small operations may use.</summary>
    private const double Reserve = 1.0 / 20;

    /// <summary>Who has waited as long as was said is not sent away for the last bit of a fraction.</summary>
    private const double Rounding = 1e-6;

    private readonly string _limit = budget.ToString(CultureInfo.InvariantCulture);
    private readonly string _policy = string.Create(CultureInfo.InvariantCulture, $"{budget};w={Window.TotalSeconds}");
    private readonly Lock _gate = new();
    private double _balance = budget;
    private long _filledAt = time.GetTimestamp();

    public int Budget => budget;

    /// <summary>Nothing is missing: who comes anew has as much, so it need not be remembered.</summary>
    public bool IsFull => Look() >= budget;

    public int Remaining => (int)Look();

    /// <summary>Takes what an operation costs.</summary>
    /// <exception cref="RequestFault"><c>COST_EXCEEDED</c> where the budget would never do, <c>RATE_LIMITED</c> where it does not now.</exception>
    public void Spend(int cost)
    {
        var floor = cost <= smallOperation ? 0 : budget * Reserve;
        if (cost > budget - floor)
            throw RequestFault.CostExceeded(cost, (int)(budget - floor));
        lock (_gate)
        {
            Fill();
            if (_balance - cost < floor - Rounding)
                throw RequestFault.RateLimited(cost, budget, TimeFor(floor + cost - _balance));
            _balance -= cost;
        }
    }

    /// <summary>Takes the price of work that is done already, such as refusing a request.</summary>
    public void Pay(int cost)
    {
        lock (_gate)
        {
            Fill();
            _balance = Math.Max(0, _balance - cost);
        }
    }

    /// <summary>The headers by which clients know where they stand, as the IETF draft on rate limits (version 6) has them.</summary>
    public void Tell(IHeaderDictionary headers)
    {
        var balance = Look();
        headers["RateLimit-Limit"] = _limit;
        headers["RateLimit-Remaining"] = ((int)balance).ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Reset"] = Seconds(TimeFor(budget - balance)).ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Policy"] = _policy;
    }

    /// <summary>Whole seconds after which this time is over.</summary>
    public static int Seconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);

    private double Look()
    {
        lock (_gate)
        {
            Fill();
            return _balance;
        }
    }

    private void Fill()
    {
        var now = time.GetTimestamp();
        _balance = Math.Min(budget, _balance + (time.GetElapsedTime(_filledAt, now) / Window * budget));
        _filledAt = now;
    }

    private TimeSpan TimeFor(double amount) => Window * (amount / budget);
}
