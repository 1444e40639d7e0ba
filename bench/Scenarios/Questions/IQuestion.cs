using Mogambo.Bench.Machine;

namespace Mogambo.Bench.Scenarios.Questions;

/// <summary>What is measured in its own way: restarts, memory, what is stored, faults.</summary>
internal interface IQuestion
{
    string Name { get; }

    Task<IReadOnlyList<Finding>> AnswerAsync(Rig rig, BenchTimes times);
}
