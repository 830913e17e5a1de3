using System.ComponentModel;

namespace ELearning.Content;

/// <summary>The controlled list of subjects (教育培训内容), policy 一.3 and part 二.</summary>
[Description("Subject of training (教育培训内容), from the controlled list.")]
public enum Subject
{
    [Description("System of theories 「理论体系」.")]
    Theory,

    [Description("Party constitution 「党章」.")]
    Constitution,

    [Description("Basic theory 「基本理论」.")]
    BasicTheory,

    [Description("Basic knowledge 「基本知识」.")]
    BasicKnowledge,

    [Description("History of the party 「党的历史」.")]
    History,

    [Description("Line, principles and policies 「路线方针政策」.")]
    Policy,

    [Description("Situation and tasks 「形势任务」.")]
    Situation,

    [Description("Laws and regulations 「法律法规」.")]
    Law,

    [Description("Conduct and discipline 「党风党纪」.")]
    Discipline,

    [Description("Professional knowledge 「业务知识」.")]
    Profession,

    [Description("Technical skills 「技术技能」.")]
    Skill,

    [Description("Building the west coast of the Strait 「海西建设」.")]
    Region,

    [Description("Cross-strait and foreign affairs 「涉台涉外」.")]
    CrossStrait,

    [Description("Modern farming 「现代农业」.")]
    ModernFarming,

    [Description("Market economy 「市场经济」.")]
    MarketEconomy,

    [Description("Practical techniques 「实用技术」.")]
    PracticalTechnique,

    [Description("Democratic management 「民主管理」.")]
    DemocraticManagement,

    [Description("Serving the public 「服务群众」.")]
    ServingThePublic,

    [Description("Enterprise management 「企业经营管理」.")]
    EnterpriseManagement,

    [Description("Professional ethics 「职业道德」.")]
    Ethics,

    [Description("Rural policy 「农村政策法规」.")]
    RuralPolicy,

    [Description("Grass-roots work 「农村基层工作」.")]
    GrassrootsWork,

    [Description("Employment and starting a business 「创业就业」.")]
    Employment,
}
