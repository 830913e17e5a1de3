using GraphQL.Validation;
using GraphQL.Validation.Rules.Custom;

namespace ELearning.GraphQL;

/// <summary>What a document must pass whoever sends it; the caller's rights come after it.</summary>
public sealed class DocumentRules(ExecutionGuard execution, IntrospectionSwitch introspection)
{
    public IReadOnlyList<IValidationRule> All { get; } =
    [execution.ErrorRule, .. DocumentValidator.CoreRules, .. introspection.On ? Array.Empty<IValidationRule>() : [NoIntrospectionValidationRule.Instance]];
}
