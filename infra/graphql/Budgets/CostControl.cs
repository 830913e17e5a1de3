using System.Security.Claims;
using GraphQL;
using GraphQLParser.AST;

namespace ELearning.GraphQL;

/// <summary>What an operation has cost so far, or all that were sent together: they may cost what one may.</summary>
public sealed class BatchCost
{
    public int Spent { get; set; }
}

/// <summary>What requests cost and who pays it, for every transport.</summary>
public sealed class CostControl(CostModel model, CallerBudgets budgets, BudgetOptions options, IHttpContextAccessor http)
{
    /// <summary>Paid for a request that was refused before anything was reckoned.</summary>
    public const int OfRefusal = 10;

    /// <summary>Paid for asking for a document in <see cref="RegisteredDocuments"/>.</summary>
    public const int OfLookup = 10;

    /// <summary>Paid besides for each entry that the audit log has to hear of, once it is known: it is known only by what was found.</summary>
    public const int OfRecord = 10;

    /// <summary>The header by which a client asks for the cost in <c>extensions</c>.</summary>
    public const string Header = "GraphQL-Cost";

    /// <summary>A document that is not known is read and validated, which takes as long as its text is long.</summary>
    private const int CharactersForOne = 100;

    public CallerBudget BudgetOf(ClaimsPrincipal user) => budgets.Of(user, http.HttpContext?.Connection.RemoteIpAddress);

    public OperationCost Of(GraphQLDocument document, GraphQLOperationDefinition? operation) => model.Of(document, operation);

    /// <summary>What it takes to read a document of this text and validate it.</summary>
    public static int OfReading(string text) => 1 + (text.Length / CharactersForOne);

    /// <param name="spent">What went before, and this from then on.</param>
    /// <exception cref="RequestFault"><c>COST_EXCEEDED</c> or <c>RATE_LIMITED</c>.</exception>
    public void Spend(CallerBudget budget, int cost, BatchCost spent)
    {
        var together = cost + spent.Spent;
        if (together > options.LargestOperation)
            throw RequestFault.CostExceeded(together, options.LargestOperation);
        budget.Spend(cost);
        spent.Spent = together;
    }

    /// <summary>Whether the client wants to know the cost.</summary>
    public bool IsToBeReported => http.HttpContext?.Request.Headers[Header] is ["report"];

    /// <summary>Adds the cost to the answer where the client wants to know.</summary>
    public void Report(ExecutionResult result, int cost)
    {
        if (IsToBeReported)
            (result.Extensions ??= [])["cost"] = new Dictionary<string, object?> { ["operation"] = cost, ["maximum"] = options.LargestOperation };
    }
}
