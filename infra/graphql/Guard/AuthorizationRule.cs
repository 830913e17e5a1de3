using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace ELearning.GraphQL;

/// <summary>
/// Who may ask for which field, checked on the operation about to run: only that operation and the fragments it reaches count. The same text is sent by callers
/// with different rights, so what it asks of a caller is kept with a cached document and looked at for each of them; see <see cref="OperationDemands"/>.
/// </summary>
/// <param name="demands">Where to note what the operation asks for; null where nobody wants to know.</param>
/// <param name="asked">Who asks; null: the caller of the request.</param>
/// <param name="withholds">Whether what runs the operation leaves out the fields that are <c>FORBIDDEN</c>, as told by <see cref="WithheldFields"/>: then they
/// are no reason to refuse it.</param>
internal sealed class AuthorizationRule(OperationDemands? demands = null, ICaller? asked = null, bool withholds = false) : ValidationRuleBase
{
    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) =>
        new(
            new Visitor(
                asked ?? context.RequestServices?.GetService<ICallerContext>()?.Caller ?? Nobody.Instance,
                context.GetRecursivelyReferencedFragments(context.Operation) ?? [],
                demands,
                withholds
            )
        );

    private sealed class Visitor(ICaller caller, List<GraphQLFragmentDefinition> reached, OperationDemands? demands, bool withholds) : INodeVisitor
    {
        private readonly HashSet<string> _refused = [];
        private bool _counted;

        public ValueTask EnterAsync(ASTNode node, ValidationContext context)
        {
            if (node is GraphQLOperationDefinition or GraphQLFragmentDefinition)
                _counted = node == context.Operation || (node is GraphQLFragmentDefinition fragment && reached.Contains(fragment));
            if (_counted && node is IHasDirectivesNode)
                Count(node, context);
            return default;
        }

        public ValueTask LeaveAsync(ASTNode node, ValidationContext context) => default;

        private void Count(ASTNode node, ValidationContext context)
        {
            demands?.Rules.Note(node);
            if (node is not GraphQLField field || context.TypeInfo.GetFieldDef() is not { } definition)
                return;
            var demand = FieldDemand.Of(context.TypeInfo.GetParentType(), definition, context.Schema);
            demands?.Note(field, definition, demand);
            if (demand.Refusal(caller) is { } code && !(withholds && code == FieldDemand.Forbidden) && _refused.Add(code))
            {
                var fault = new RequestFault(code);
                fault.AddLocation(GraphQLParser.Location.FromLinearPosition(context.Document.Source, field.Location.Start));
                context.ReportError(fault);
            }
        }
    }
}

/// <summary>What a field asks of whoever asks for it.</summary>
/// <param name="SignedIn">Nobody unknown.</param>
/// <param name="Roles">Any of these, or one that includes it; empty for no role at all.</param>
internal readonly record struct FieldDemand(bool SignedIn, IReadOnlyList<string> Roles)
{
    public const string Forbidden = "FORBIDDEN";

    public static FieldDemand Of(IGraphType? parent, FieldType field, ISchema schema)
    {
        if (field.Name.StartsWith("__", StringComparison.Ordinal))
            return new FieldDemand(false, []);
        var isRoot = parent == schema.Query || parent == schema.Mutation || parent == schema.Subscription;
        var roles = FieldRights.RolesOf(field);
        return new FieldDemand((isRoot && !FieldRights.IsPublic(field)) || roles.Count > 0, roles);
    }

    /// <summary>The code of the refusal; null when the caller may.</summary>
    public string? Refusal(ICaller caller)
    {
        if (!caller.IsSignedIn)
            return SignedIn ? "UNAUTHENTICATED" : null;
        return Roles.Count == 0 || Roles.Any(caller.MayActAs) ? null : Forbidden;
    }
}

/// <summary>
/// Goes with the execution of a query of which the caller may not have every field: each of those is not resolved, and is null with an error of its own. Where
/// it must not be null, neither is what holds it. A mutation is never run in part, and what is not signed in gets nothing.
/// </summary>
internal sealed class WithheldFields(ICaller caller) : Dictionary<string, object?>
{
    public static WithheldFields? Of(IExecutionContext context) => context.UserContext as WithheldFields;

    /// <summary>The error of a field that is withheld; null for any other.</summary>
    public RequestFault? RefusalOf(IGraphType? parent, FieldType field, ISchema schema) =>
        FieldDemand.Of(parent, field, schema).Refusal(caller) is { } code ? new RequestFault(code) : null;
}

/// <summary>
/// What one operation of a document asks for, noted while it is validated: whether the next caller may send it is then a look at a few roles instead of a walk
/// over the document.
/// </summary>
internal sealed class OperationDemands
{
    private readonly HashSet<FieldDemand> _fields = [];

    /// <summary>What is left of validation once the operation has passed it.</summary>
    public PassedRules Rules { get; } = new();

    public void Note(GraphQLField field, FieldType definition, FieldDemand demand)
    {
        Rules.Note(field, definition);
        _fields.Add(demand);
    }

    public bool Allow(ICaller caller)
    {
        foreach (var demand in _fields)
        {
            if (demand.Refusal(caller) is not null)
                return false;
        }

        return true;
    }
}
