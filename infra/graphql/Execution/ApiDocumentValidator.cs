using System.Collections;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using Microsoft.Extensions.ObjectPool;

namespace ELearning.GraphQL;

/// <summary>
/// Where a document has passed the rules before: no rule runs again, only variables and arguments are read, from where they are known to be.
/// One for each operation of a document, filled while its rules run for the first time.
/// </summary>
internal sealed class PassedRules : IEnumerable<IValidationRule>
{
    private readonly List<(GraphQLField Field, FieldType Definition)> _arguments = [];
    private readonly List<ASTNode> _directives = [];
    private Reading? _spare;

    /// <summary>
    /// Where the operation uses its variables tells nothing of what they may hold: none that may be null stands where null may not. To read them, an operation
    /// that declares the same and uses none does as well, and the engine has nothing to walk over.
    /// </summary>
    public bool AreVariablesDeclaredAsUsed { private get; set; }

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
        var reading = AreVariablesDeclaredAsUsed ? Reading.Shared.Get() : Interlocked.Exchange(ref _spare, null) ?? new Reading();
        var context = reading.Context;
        context.TypeInfo ??= new TypeInfo(options.Schema);
        (context.Schema, context.Document) = (options.Schema, options.Document);
        context.Operation = AreVariablesDeclaredAsUsed ? reading.Declaring(options.Operation) : options.Operation;
        (context.Variables, context.Extensions, context.UserContext, context.Metrics) = (
            options.Variables,
            options.Extensions,
            options.UserContext,
            options.Metrics
        );
        (context.RequestServices, context.User, context.CancellationToken) = (options.RequestServices, options.User, options.CancellationToken);

        var (variables, faults) = await context.GetVariablesValuesAsync(null);
        context.Operation = options.Operation;
        foreach (var fault in faults ?? [])
        {
            context.ReportError(fault);
        }

        if (!context.HasErrors)
            await ReadArgumentsAsync(context, variables);
        var result = new ValidationResult(context.Errors)
        {
            Variables = variables,
            ArgumentValues = context.ArgumentValues,
            DirectiveValues = context.DirectiveValues,
        };
        if (context.HasErrors)
            return result;
        reading.Forget();
        if (AreVariablesDeclaredAsUsed)
            Reading.Shared.Return(reading);
        else
            _spare = reading;
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
                if (
                    field.Arguments is { Count: > 0 }
                    && ExecutionHelper.GetArguments(definition.Arguments, field.Arguments, variables, context.Document, field, null) is { } arguments
                )
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
                await validate(
                    new FieldArgumentsValidationContext
                    {
                        FieldAst = field,
                        FieldDefinition = definition,
                        ValidationContext = context,
                    }
                );
        }
    }

    /// <summary>What variables are read with. It remembers where an operation uses them, which is found by walking over all of it.</summary>
    private sealed class Reading
    {
        private readonly GraphQLOperationDefinition _declaring = new(new([]));

        /// <summary>For the operations of any document, as those that use no variable are all the same.</summary>
        public static ObjectPool<Reading> Shared { get; } = ObjectPool.Create<Reading>();

        public ValidationContext Context { get; } = new();

        /// <summary>An operation that uses none of the variables that this one declares.</summary>
        public GraphQLOperationDefinition Declaring(GraphQLOperationDefinition operation)
        {
            _declaring.Variables = operation.Variables;
            return _declaring;
        }

        /// <summary>Nothing of a request or its document stays.</summary>
        public void Forget()
        {
            _declaring.Variables = null;
            (Context.Schema, Context.Document, Context.Operation) = (null!, null!, null!);
            (Context.Variables, Context.Extensions, Context.UserContext, Context.Metrics) = (Inputs.Empty, Inputs.Empty, null!, null!);
            (Context.RequestServices, Context.User, Context.CancellationToken) = (null, null, CancellationToken.None);
            (Context.ArgumentValues, Context.DirectiveValues) = (null, null);
        }
    }
}

/// <summary>The engine's validator, but for documents that have passed it.</summary>
internal sealed class ApiDocumentValidator : IDocumentValidator
{
    private readonly DocumentValidator _inner = new();

    public Task<IValidationResult> ValidateAsync(in ValidationOptions options) =>
        options.Rules is PassedRules passed ? passed.ReadAsync(options) : _inner.ValidateAsync(options);
}
