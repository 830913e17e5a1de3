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

    public async Task<IValidationResult> ReadAsync(ValidationOptions options)
    {
        // A context remembers where an operation uses its variables, which it would find by walking over all of it.
        var context = Interlocked.Exchange(ref _spare, null) ?? new ValidationContext { TypeInfo = new TypeInfo(options.Schema) };
        (context.Schema, context.Document, context.Operation) = (options.Schema, options.Document, options.Operation);
        (context.Variables, context.Extensions, context.UserContext, context.Metrics) = (options.Variables, options.Extensions, options.UserContext, options.Metrics);
        (context.RequestServices, context.User, context.CancellationToken) = (options.RequestServices, options.User, options.CancellationToken);

        var (variables, faults) = await context.GetVariablesValuesAsync(null);
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
