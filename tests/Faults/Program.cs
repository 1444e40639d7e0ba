Console.Error.WriteLine("Usage: Mogambo.Faults short|long [--seed N]");
return 2;
