using GraphQL;

namespace ELearning.GraphQL;

/// <summary>
/// What a request pays beside the price of its operation: for work whose size the text does not tell, such as the length of a list. It is looked
/// up, which is cheap and remembered for a minute, and
/// charged before the work begins, against the same maximum and budget. What neither covers is refused, of a query as a whole: nothing of it has been changed.
/// One per request.
/// </summary>
public sealed class WorkCharge(CostControl costs)
{
    /// <summary>Entries of a list that are looked through for one.</summary>
    public const int EntriesForOne = 50;

    /// <summary>What the schema says of it, where a list can be filtered or sorted.</summary>
    public static readonly string OfLists = $"It costs one more for every {EntriesForOne} entries within the caller's reach, each branch of an `or` again.";

    private readonly Lock _gate = new();
    private CallerBudget? _budget;
    private BatchCost _spent = new();

    /// <summary>So much came on top of the operation's price.</summary>
    public int Paid { get; private set; }

    /// <param name="spent">What the operation has cost until now, with what it was sent together with.</param>
    public void Begin(CallerBudget budget, BatchCost spent) => (_budget, _spent, Paid) = (budget, spent, 0);

    /// <exception cref="RequestFault"><c>COST_EXCEEDED</c> or <c>RATE_LIMITED</c>: then the work is not to be done.</exception>
    public void Pay(long size, int forOne)
    {
        var cost = (int)Math.Min(size / forOne, int.MaxValue / 2);
        if (cost == 0)
            return;
        lock (_gate)
        {
            costs.Spend(_budget!, cost, _spent);
            Paid += cost;
        }
    }

    /// <summary>Pays for an answer that was worked out before what it cost then.</summary>
    /// <param name="paid">What it cost then; what this request has paid already is part of it.</param>
    /// <exception cref="RequestFault"><c>COST_EXCEEDED</c> or <c>RATE_LIMITED</c>.</exception>
    public void PayAs(int paid)
    {
        lock (_gate)
        {
            if (paid <= Paid)
                return;
            costs.Spend(_budget!, paid - Paid, _spent);
            Paid = paid;
        }
    }

    /// <summary>The refusal among the errors of an answer; null where there is none.</summary>
    public static RequestFault? RefusalIn(ExecutionResult result) =>
        result.Errors?.OfType<RequestFault>().FirstOrDefault(fault => fault.Code is "COST_EXCEEDED" or "RATE_LIMITED");
}
