using ELearning.Content;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace ELearning.Api;

/// <summary>
/// Who may ask for which field, checked on the operation about to run: only that operation and the fragments it reaches count. The same text is sent by callers with different
/// rights, so what it asks of a caller is kept with a cached document and looked at for each of them; see <see cref="OperationDemands"/>.
/// </summary>
/// <param name="demands">Where to note what the operation asks for; null where nobody wants to know.</param>
internal sealed class AuthorizationRule(OperationDemands? demands = null) : ValidationRuleBase
{
    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context)
    {
        var caller = (context.RequestServices?.GetService<CallerContext>())?.Caller ?? Caller.Nobody;
        var reached = context.GetRecursivelyReferencedFragments(context.Operation) ?? [];
        var counted = false;
        var refused = new HashSet<string>();

        return new(new NodeVisitors(
            new MatchingNodeVisitor<GraphQLOperationDefinition>((operation, _) => counted = operation == context.Operation),
            new MatchingNodeVisitor<GraphQLFragmentDefinition>((fragment, _) => counted = reached.Contains(fragment)),
            new MatchingNodeVisitor<GraphQLField>((field, visited) =>
            {
                if (!counted || visited.TypeInfo.GetFieldDef() is not { } definition)
                    return;
                var demand = FieldDemand.Of(visited.TypeInfo.GetParentType(), definition, visited.Schema);
                demands?.Note(definition, demand);
                if (demand.Refusal(caller) is { } code && refused.Add(code))
                {
                    var fault = new RequestFault(code);
                    fault.AddLocation(GraphQLParser.Location.FromLinearPosition(visited.Document.Source, field.Location.Start));
                    visited.ReportError(fault);
                }
            })));
    }
}

/// <summary>What a field asks of whoever asks for it.</summary>
/// <param name="SignedIn">Nobody unknown.</param>
/// <param name="Roles">Any of these, or Administrator; empty for no role at all.</param>
internal readonly record struct FieldDemand(bool SignedIn, IReadOnlyList<Role> Roles)
{
    public static FieldDemand Of(IGraphType? parent, FieldType field, ISchema schema)
    {
        if (field.Name.StartsWith("__", StringComparison.Ordinal))
            return new FieldDemand(false, []);
        var isRoot = parent == schema.Query || parent == schema.Mutation || parent == schema.Subscription;
        var roles = FieldRights.RolesOf(field);
        return new FieldDemand((isRoot && !FieldRights.IsPublic(field)) || roles.Count > 0, roles);
    }

    /// <summary>The code of the refusal; null when the caller may.</summary>
    public string? Refusal(Caller caller)
    {
        if (!caller.IsSignedIn)
            return SignedIn ? "UNAUTHENTICATED" : null;
        return Roles.Count == 0 || caller.Has(Role.Administrator) || Roles.Any(caller.Has) ? null : "FORBIDDEN";
    }
}

/// <summary>What one operation of a document asks for, noted while it is validated: whether the next caller may send it is then a look at a few roles instead of a walk over the document.</summary>
internal sealed class OperationDemands
{
    private readonly HashSet<FieldDemand> fields = [];

    /// <summary>Whether a field checks its arguments by itself, which depends on the variables.</summary>
    public bool ChecksArguments { get; private set; }

    public void Note(FieldType field, FieldDemand demand)
    {
        ChecksArguments |= field.ValidateArguments is not null;
        fields.Add(demand);
    }

    public bool Allow(Caller caller)
    {
        foreach (var demand in fields)
        {
            if (demand.Refusal(caller) is not null)
                return false;
        }

        return true;
    }
}
