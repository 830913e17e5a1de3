using System.Collections;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace ELearning.Api;

/// <summary>
/// Where a document has passed the rules before: no rule runs again, only variables and arguments are read, from where they are known to be.
/// One for each operation of a document, filled while its rules run for the first time.
/// </summary>
internal sealed class PassedRules : IEnumerable<IValidationRule>
{
    private readonly List<(GraphQLField Field, FieldType Definition)> _arguments = [];
    private readonly List<ASTNode> _directives = [];
    private GraphQLOperationDefinition? _declaring;
    private ValidationContext? _spare;

    /// <summary>A field the operation reaches.</summary>
    public void Note(GraphQLField field, FieldType definition)
    {
        if (field.Arguments is { Count: > 0 } || definition.ValidateArguments is not null)
            _arguments.Add((field, definition));
    }

    /// <summary>Anything else it reaches.</summary>
    public void Note(ASTNode node)
    {
        if (node is IHasDirectivesNode { Directives.Count: > 0 })
            _directives.Add(node);
    }

    /// <summary>
    /// Where the operation uses its variables tells nothing of what they may hold: none that may be null stands where null may not. To read them, an operation that declares the same and
    /// uses none does as well, and the engine has nothing to walk over.
    /// </summary>
    public void NoteVariables(GraphQLOperationDefinition operation) => _declaring = new(new([])) { Operation = operation.Operation, Name = operation.Name, Variables = operation.Variables };

    public async Task<IValidationResult> ReadAsync(ValidationOptions options)
    {
        // A context remembers where an operation uses its variables.
        var context = Interlocked.Exchange(ref _spare, null) ?? new ValidationContext { TypeInfo = new TypeInfo(options.Schema) };
        (context.Schema, context.Document, context.Operation) = (options.Schema, options.Document, _declaring ?? options.Operation);
        (context.Variables, context.Extensions, context.UserContext, context.Metrics) = (options.Variables, options.Extensions, options.UserContext, options.Metrics);
        (context.RequestServices, context.User, context.CancellationToken) = (options.RequestServices, options.User, options.CancellationToken);

        var (variables, faults) = await context.GetVariablesValuesAsync(null);
        context.Operation = options.Operation;
        foreach (var fault in faults ?? [])
        {
            context.ReportError(fault);
        }

        if (!context.HasErrors)
            await ReadArgumentsAsync(context, variables);
        var result = new ValidationResult(context.Errors) { Variables = variables, ArgumentValues = context.ArgumentValues, DirectiveValues = context.DirectiveValues };
        if (!context.HasErrors)
            Spare(context);
        return result;
    }

    public IEnumerator<IValidationRule> GetEnumerator() => Enumerable.Empty<IValidationRule>().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private async ValueTask ReadArgumentsAsync(ValidationContext context, Variables variables)
    {
        foreach (var (field, definition) in _arguments)
        {
            try
            {
                if (field.Arguments is { Count: > 0 } && ExecutionHelper.GetArguments(definition.Arguments, field.Arguments, variables, context.Document, field, null) is { } arguments)
                    (context.ArgumentValues ??= [])[field] = arguments;
            }
            catch (ValidationError error)
            {
                context.ReportError(error);
            }
        }

        foreach (var node in _directives)
        {
            try
            {
                if (ExecutionHelper.GetDirectives((IHasDirectivesNode)node, variables, context.Schema, context.Document) is { } directives)
                    (context.DirectiveValues ??= [])[node] = directives;
            }
            catch (ValidationError error)
            {
                context.ReportError(error);
            }
        }

        if (context.HasErrors)
            return;
        foreach (var (field, definition) in _arguments)
        {
            if (definition.ValidateArguments is { } validate)
                await validate(new FieldArgumentsValidationContext { FieldAst = field, FieldDefinition = definition, ValidationContext = context });
        }
    }

    /// <summary>Nothing of a request stays in it.</summary>
    private void Spare(ValidationContext context)
    {
        (context.Variables, context.Extensions, context.UserContext, context.Metrics) = (Inputs.Empty, Inputs.Empty, null!, null!);
        (context.RequestServices, context.User, context.CancellationToken) = (null, null, CancellationToken.None);
        (context.ArgumentValues, context.DirectiveValues) = (null, null);
        _spare = context;
    }
}

/// <summary>The engine's validator, but for documents that have passed it.</summary>
internal sealed class ApiDocumentValidator : IDocumentValidator
{
    private readonly DocumentValidator _inner = new();

    public Task<IValidationResult> ValidateAsync(in ValidationOptions options) =>
        options.Rules is PassedRules passed ? passed.ReadAsync(options) : _inner.ValidateAsync(options);
}
